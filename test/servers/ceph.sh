#!/usr/bin/env bash
# One Ceph (monitor, one OSD in memory) with its S3 gateway on loopback: ceph.sh PORT FOLDER. Debian 12: radosgw ceph-mon
# ceph-osd uuid-runtime curl. Key ak, secret sk. It runs until its standard input ends, and then stops what it started.
set -euo pipefail
port=$1 folder=$2 monitor=$(($1 + 1))
mkdir -p "$folder"/{mon,osd,run,log}
fsid=$(uuidgen)
cat > "$folder/ceph.conf" <<CONF
[global]
fsid = $fsid
mon host = v1:127.0.0.1:$monitor
mon initial members = a
auth cluster required = none
auth service required = none
auth client required = none
ms bind msgr2 = false
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon warn on pool no redundancy = false
mon max pg per osd = 10000
run dir = $folder/run
admin socket = $folder/run/\$name.asok
log file = $folder/log/\$name.log
pid file = $folder/run/\$name.pid
public network = 127.0.0.0/8
[mon.a]
mon data = $folder/mon
mon addr = 127.0.0.1:$monitor
[osd]
osd objectstore = memstore
memstore device bytes = 1073741824
osd data = $folder/osd
public addr = 127.0.0.1
cluster addr = 127.0.0.1
[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:$port
rgw enable usage log = false
rgw enable ops log = false
CONF
conf=(-c "$folder/ceph.conf")
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; wait' EXIT
within() {
  [ "$SECONDS" -lt "$1" ] && return
  tail -n 5 "$folder"/log/*.out >&2
  exit 1
}
run() {
  "$@" > "$folder/log/$(basename "$1").out" 2>&1 < /dev/null &
  started+=($!)
}
monmaptool --create --clobber --fsid "$fsid" --addv a "v1:127.0.0.1:$monitor" "$folder/monmap" > /dev/null
ceph-mon "${conf[@]}" --mkfs -i a --monmap "$folder/monmap" > /dev/null 2>&1
run ceph-mon "${conf[@]}" -i a -f
osd=$(uuidgen)
timeout 120 ceph "${conf[@]}" osd new "$osd" > /dev/null 2>&1
ceph-osd "${conf[@]}" -i 0 --mkfs --osd-uuid "$osd" > /dev/null 2>&1
# One that asks the monitor before it has heard its name ends with "wrong fsid": then another is started.
until ceph "${conf[@]}" osd stat 2> /dev/null | grep -q '1 up'; do
  within 120
  if [ -z "${osd_process:-}" ] || ! kill -0 "$osd_process" 2> /dev/null; then
    run ceph-osd "${conf[@]}" -i 0 -f
    osd_process=${started[-1]}
  fi
  sleep 0.5
done
run radosgw "${conf[@]}" -n client.rgw -f
until curl -s -o /dev/null "http://127.0.0.1:$port/"; do
  within 180
  sleep 0.5
done
radosgw-admin "${conf[@]}" -n client.rgw user create --uid=t --display-name=t --access-key=ak --secret-key=sk \
  > /dev/null 2>&1
echo ready
cat > /dev/null # until whoever started it is gone
