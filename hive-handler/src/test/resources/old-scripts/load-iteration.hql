-- Called by a scheduler with -hiveconf kinesis.checkpoint.iteration.no=N.
set kinesis.checkpoint.enabled=true;
set kinesis.checkpoint.metastore.table.name=MyEMRKinesisTable;
set kinesis.checkpoint.metastore.hash.key.name=HashKey;
set kinesis.checkpoint.metastore.hash.range.name=RangeKey;
set kinesis.checkpoint.logical.name=TestLogicalName;
set kinesis.nodata.timeout=0;
set kinesis.iteration.timeout=1;
set kinesis.records.batchsize=1000;
set kinesis.rerun.iteration.without.wait=true;

INSERT OVERWRITE TABLE apachelog_archive
PARTITION (iteration_no=${hiveconf:kinesis.checkpoint.iteration.no})
SELECT host, request, status FROM apachelog WHERE status IS NOT NULL;
