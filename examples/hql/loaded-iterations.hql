-- Which iteration has loaded a partition of access_archive, from which sequence numbers of which shards: the checkpoint table
-- as a table of Hive, joined with what incremental-load.hql has loaded.
--
--   bin/millrace hive -f examples/hql/loaded-iterations.hql --hivevar stream=access

CREATE EXTERNAL TABLE IF NOT EXISTS iterations
STORED BY 'io.millrace.hive.IterationStorageHandler'
TBLPROPERTIES ('kinesis.checkpoint.metastore.table.name' = 'millrace_iterations');

SELECT
  iterations.iteration, iterations.state, iterations.shard_id, iterations.first_sequence_number,
  iterations.last_sequence_number, loaded.records
FROM iterations
LEFT JOIN (
  SELECT iteration_no, shard_id, count(*) AS records FROM access_archive GROUP BY iteration_no, shard_id) loaded
ON loaded.iteration_no = iterations.iteration AND loaded.shard_id = iterations.shard_id
WHERE iterations.logical_name = 'access-archive' AND iterations.stream = '${hivevar:stream}'
  AND iterations.first_sequence_number IS NOT NULL
ORDER BY iterations.iteration, iterations.shard_id;
