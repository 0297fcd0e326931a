# Keeps a PostgreSQL server in a temporary folder for as long as its standard input is open.
# The first argument is the port. `start` and `stop` are commands, each answered by a line.
set -eu
trap '' INT TERM HUP
PATH=$PATH:$(echo /usr/lib/postgresql/*/bin | tr ' ' ':')
# In memory, where it is large enough: what a test writes need not outlive it.
place=/dev/shm
[ "$(df -k --output=avail "$place" 2>/dev/null | tail -n 1)" -gt 1000000 ] 2>/dev/null || place=${TMPDIR:-/tmp}
folder=$(mktemp -d "$place/signet-test.XXXXXX")
end() {
  pg_ctl stop -s -D "$folder/data" -m immediate || true
  rm -rf "$folder"
}
trap end EXIT
cd "$folder"
initdb -D data -U signet --auth=trust --no-sync --locale=C --encoding=UTF8 >log 2>&1 || { cat log >&2; exit 1; }
cat >>data/postgresql.conf <<EOF
listen_addresses = '127.0.0.1'
port = $1
unix_socket_directories = ''
max_connections = 200
shared_buffers = 16MB
fsync = off
full_page_writes = off
autovacuum = off
deadlock_timeout = 50ms
EOF
# A certificate and its key, in PEM.
if [ $# -gt 1 ]; then
  printf '%s' "$2" >data/certificate.pem
  (umask 077 && printf '%s' "$3" >data/key.pem)
  cat >>data/postgresql.conf <<EOF
ssl = on
ssl_cert_file = 'certificate.pem'
ssl_key_file = 'key.pem'
EOF
fi
while read -r command; do
  case $command in
    start) pg_ctl start -s -w -D data -l log >&2 || { cat log >&2; exit 1; } ;;
    stop) pg_ctl stop -s -D data -m immediate >&2 ;;
  esac
  echo done
done
