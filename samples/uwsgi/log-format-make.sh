#!/bin/sh
# Make the samples with a log-format or an encoder of one's own from a real uWSGI: sh log-format-make.sh [NAME...]
# Needs Debian's uwsgi-core, uwsgi-plugin-python3 and python3; the application is ../gunicorn/app.py.
set -eu
here=$(cd "$(dirname "$0")" && pwd)/../gunicorn
inis=$here/../uwsgi
out=${SAMPLES_OUT:-$inis}
export SAMPLES_OUT="$out" STOP_SIGNAL=INT SHOP_RATE=450 # the formats tell whole seconds: a run of a few of them shows no course
. "$here/run.sh"
v=uwsgi-$(uwsgi --version | cut -d- -f1)
seed=71
for name in ${*:-log-format log-format-json json-encoder}; do
  sample "$name-$v" /orders/:id/invoice 18000 $seed 4 sh -c \
    'exec uwsgi --plugin python3 --master --http-socket "127.0.0.1:$PORT" --wsgi app:application --processes 3 --ini "$0"' \
    "$inis/$name.ini"
  seed=$((seed + 1))
done
