#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A Slurm cluster on this machine: one controller and some nodes on loopback, as
# root, without munge. Everything is in FOLDER.
#
#   sh tests/slurm/cluster.sh FOLDER PORT_OF_CONTROLLER PORT_OF_NODE...
#
# Writes FOLDER/slurm.conf, creates FOLDER/ready when all nodes are idle, and
# runs until it gets SIGTERM. Then it ends each daemon by its process id, which
# FOLDER/run has. Exit code 1: a node did not become idle, 3: Slurm is missing.
set -eu

folder=$1
controller_port=$2
shift 2
PATH=$PATH:/usr/sbin:/sbin
for program in slurmctld slurmd sinfo srun; do
  command -v "$program" >/dev/null || {
    echo "cluster: $program is missing" >&2
    exit 3
  }
done

# Debian has no hostname command on small systems.
host=$(uname -n)
host=${host%%.*}
mkdir -p "$folder/state" "$folder/spool" "$folder/run" "$folder/log"
cat >"$folder/slurm.conf" <<END
ClusterName=lab
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$controller_port
SlurmUser=root
SlurmdUser=root
AuthType=auth/none
CredType=cred/none
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool/%n
SlurmctldPidFile=$folder/run/slurmctld.pid
SlurmdPidFile=$folder/run/%n.pid
SlurmctldLogFile=$folder/log/slurmctld.log
SlurmdLogFile=$folder/log/%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=1,bf_interval=1
ReturnToService=2
MpiDefault=none
SlurmdParameters=config_overrides
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
JobCompType=jobcomp/none
KillWait=2
Licenses=db:1
END
number=0
for port in "$@"; do
  number=$((number + 1))
  cat >>"$folder/slurm.conf" <<END
NodeName=n$number NodeHostname=$host NodeAddr=127.0.0.1 Port=$port CPUs=2 RealMemory=1000 State=UNKNOWN
END
done
cat >>"$folder/slurm.conf" <<END
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP OverSubscribe=YES
END
SLURM_CONF=$folder/slurm.conf
export SLURM_CONF

daemons=
end_daemons() {
  trap '' TERM INT
  for daemon in $daemons; do
    kill -TERM "$daemon" 2>/dev/null || true
  done
  wait
  exit "$1"
}
trap 'end_daemons 0' TERM INT

slurmctld -D >"$folder/log/slurmctld.out" 2>&1 &
daemons=$!
for node in $(seq "$number"); do
  slurmd -D -N "n$node" >"$folder/log/n$node.out" 2>&1 &
  daemons="$daemons $!"
done

tries=0
while [ "$(sinfo -h -N -t idle -o %N 2>/dev/null | wc -l)" -ne "$number" ]; do
  tries=$((tries + 1))
  if [ "$tries" -gt 300 ]; then
    echo "cluster: not all nodes are idle; see $folder/log" >&2
    end_daemons 1
  fi
  sleep 0.1
done
: >"$folder/ready"
wait
end_daemons 1
