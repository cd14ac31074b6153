#!/usr/bin/env bash
# One Swift with its face of S3 on loopback: swift.sh PORT FOLDER. Debian 12: swift-proxy swift-account swift-container
# swift-object curl. Key test:tester, secret testing. It runs until its standard input ends, and then stops what it started.
set -euo pipefail
port=$1 folder=$2
python=/usr/bin/python3 # the one that Debian's packages are for
mkdir -p "$folder"/{etc,srv/d1,cache}
common="bind_ip = 127.0.0.1
swift_dir = $folder/etc
user = $(id -un)
workers = 0
log_level = ERROR
log_address = $folder/nolog"
cat > "$folder/etc/swift.conf" <<CONF
[swift-hash]
swift_hash_path_prefix = a
swift_hash_path_suffix = b
[swift-constraints]
max_header_size = 16384
CONF
ring() (
  cd "$folder/etc"
  swift-ring-builder "$1.builder" create 4 1 0 > /dev/null
  swift-ring-builder "$1.builder" add "r1z1-127.0.0.1:$2/d1" 1 > /dev/null
  swift-ring-builder "$1.builder" rebalance > /dev/null
)
at=$port
for name in account container object; do
  at=$((at + 1))
  ring "$name" "$at"
  cat > "$folder/etc/$name-server.conf" <<CONF
[DEFAULT]
$common
bind_port = $at
devices = $folder/srv
mount_check = false
recon_cache_path = $folder/cache
fallocate_reserve = 0
[pipeline:main]
pipeline = $name-server
[app:$name-server]
use = egg:swift#$name
CONF
done
cat > "$folder/etc/proxy-server.conf" <<CONF
[DEFAULT]
$common
bind_port = $port
[pipeline:main]
pipeline = catch_errors cache s3api tempauth copy proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
s3_acl = false
dns_compliant_bucket_names = true
allow_multipart_uploads = false
[filter:copy]
use = egg:swift#copy
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:1
[filter:catch_errors]
use = egg:swift#catch_errors
CONF
cat > "$folder/run.py" <<CODE
import runpy, sys, swift.common.utils as utils
utils.SWIFT_CONF_FILE = '$folder/etc/swift.conf'
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name='__main__')
CODE
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; wait' EXIT
for name in account container object proxy; do
  "$python" "$folder/run.py" "$(command -v swift-$name-server)" "$folder/etc/$name-server.conf" \
    > "$folder/$name.log" 2>&1 < /dev/null &
  started+=($!)
done
for at in $(seq "$port" $((port + 3))); do
  until curl -s -o /dev/null "http://127.0.0.1:$at/"; do
    [ "$SECONDS" -lt 120 ] || { tail -n 5 "$folder"/*.log >&2; exit 1; }
    sleep 0.2
  done
done
echo ready
cat > /dev/null # until whoever started it is gone
