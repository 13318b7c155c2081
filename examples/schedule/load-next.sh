#!/bin/sh
# One incremental load: the next iteration of the stream behind the table access_log becomes a partition of access_archive.
# For cron, Oozie, Airflow, or by hand. Run it as often as you like: nothing but a load that ended well moves anything on.
# Exit code 0: loaded and committed. Anything else: not committed, and the next run loads the same records.
#
#   MILLRACE      the command to run; default: bin/millrace of this checkout
#   MILLRACE_HQL  the script to run; default: examples/hql/load-next.hql, which needs the tables of create-tables.hql
#
# Further arguments go to `millrace hive`, such as --hiveconf kinesis.endpoint.url=http://127.0.0.1:4567
set -eu

here=$(CDPATH='' cd -- "$(dirname "$0")" && pwd -P)
exec "${MILLRACE:-$here/../../bin/millrace}" hive -f "${MILLRACE_HQL:-$here/../hql/load-next.hql}" "$@"
