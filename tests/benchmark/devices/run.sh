#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Compares how long tests with one device each take on one device and on several
# fake ones, which sleep instead of computing:
#
#   sh tests/benchmark/devices/run.sh <installed ParallelTesting> [<devices>]
#
# Prints the speed-up, which should be 0.9 times the number of devices. Exit
# codes: 0 it is, 1 it is not, 2 wrong usage, 3 something else failed.
set -eu

prefix=${1:?name the directory in which ParallelTesting is installed}
devices=${2:-4}
tests=$((devices * 10))
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/bin"
cat > "$work/bin/nvidia-smi" << 'END'
#!/bin/sh
for number in $(seq "$FAKE_DEVICES"); do
  case $1 in
  -L) echo "GPU $number: Fake (UUID: GPU-$number)" ;;
  *) echo "GPU-$number, 8192" ;;
  esac
done
END
chmod +x "$work/bin/nvidia-smi"
cat > "$work/CMakeLists.txt" << END
cmake_minimum_required(VERSION 3.25)
project(devices LANGUAGES CXX)
find_package(ParallelTesting REQUIRED)
include(CTest)
include(ParallelTesting)
parallel_declare_capacity(gpu AUTO VENDOR NVIDIA)
foreach(number RANGE 1 $tests)
  parallel_add_test(NAME t\${number} COMMAND sleep 0.3 MARKERS gpu)
endforeach()
END
PATH="$work/bin:$PATH"
export PATH FAKE_DEVICES
unset CUDA_VISIBLE_DEVICES || true
cmake -S "$work" -B "$work/build" "-DCMAKE_PREFIX_PATH=$prefix" > "$work/log" ||
  exit 3

# Prints the seconds that all tests take on $1 devices.
seconds_on() {
  FAKE_DEVICES=$1
  (cd "$work/build" && ctest -j64 > "$work/log") || {
    cat "$work/log" >&2
    exit 3
  }
  sed -n 's/^Total Test time (real) = *\([0-9.]*\) sec$/\1/p' "$work/log"
}

one=$(seconds_on 1)
all=$(seconds_on "$devices")
"$prefix/bin/parallel-testing" audit "$work/build"
echo "$one $all $devices" | awk '{
  speed_up = $1 / $2
  printf "1 device: %s s, %d devices: %s s, speed-up %.2f (%.2f of %d)\n",
    $1, $3, $2, speed_up, speed_up / $3, $3
  exit speed_up < 0.9 * $3
}'
