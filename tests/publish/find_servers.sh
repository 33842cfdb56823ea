#!/bin/sh
# Finds the servers that publishing is tested against (nginx, sshd, rsync, git), or installs Debian's when run as root.
set -u
PATH="$PATH:/usr/sbin:/usr/local/sbin"
missing=""
for name in nginx:nginx-light sshd:openssh-server ssh:openssh-client rsync:rsync git:git; do
	command -v "${name%%:*}" >/dev/null 2>&1 || missing="$missing ${name#*:}"
done
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
	echo "Installing$missing for the tests of publishing …"
	log=$(mktemp)
	# shellcheck disable=SC2086
	if apt-get update -qq >"$log" 2>&1 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >>"$log" 2>&1; then
		rm -f "$log"
		exit 0
	fi
	tail -n 20 "$log" >&2
fi
echo "The tests of publishing need$missing. Install them (Debian, Ubuntu: sudo apt install$missing) and run make test again." >&2
exit 1
