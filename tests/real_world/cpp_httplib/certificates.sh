#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Creates the certificates that the tests of cpp-httplib use, with the commands
# of its Makefile, in the working directory.
set -eu

openssl genrsa 2048 >key.pem
openssl req -new -batch -config test.conf -key key.pem |
  openssl x509 -days 3650 -req -signkey key.pem >cert.pem
openssl req -x509 -config test.conf -key key.pem -sha256 -days 3650 -nodes \
  -out cert2.pem -extensions SAN
openssl genrsa -passout pass:test123! 2048 >key_encrypted.pem
openssl req -x509 -config test.conf -key key_encrypted.pem -sha256 -days 3650 \
  -nodes -out cert_encrypted.pem -extensions SAN
openssl genrsa 2048 >rootCA.key.pem
openssl req -x509 -new -batch -config test.rootCA.conf -key rootCA.key.pem \
  -days 1024 >rootCA.cert.pem
openssl genrsa 2048 >client.key.pem
openssl req -new -batch -config test.conf -key client.key.pem |
  openssl x509 -days 370 -req -CA rootCA.cert.pem -CAkey rootCA.key.pem \
    -CAcreateserial >client.cert.pem
