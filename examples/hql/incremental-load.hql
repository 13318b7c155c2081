-- Loads one iteration into a partition of its own. A load that failed half way is run again with the same number: the
-- partition is overwritten with the same rows. Needs the tables of create-tables.hql.
--
--   bin/millrace hive -f examples/hql/incremental-load.hql --hiveconf kinesis.checkpoint.iteration.no=0

CREATE TABLE IF NOT EXISTS access_archive (
  client STRING, requested_at STRING, method STRING, page STRING, status INT, size STRING, shard_id STRING,
  sequence_number STRING, arrived_at TIMESTAMP)
PARTITIONED BY (iteration_no INT)
STORED AS ORC;

SET kinesis.checkpoint.enabled = true;
SET kinesis.checkpoint.metastore.table.name = millrace_iterations;
SET kinesis.checkpoint.logical.name = access-archive;

INSERT OVERWRITE TABLE access_archive PARTITION (iteration_no = ${hiveconf:kinesis.checkpoint.iteration.no})
SELECT
  client, requested_at, method, page, status, size, `__shard_id`, `__sequence_number`,
  CAST(from_unixtime(`__timestamp` DIV 1000) AS TIMESTAMP)
FROM access_log;
