package io.millrace.hive;

import java.util.Map;
import org.apache.hadoop.hive.ql.exec.TableScanOperator;
import org.apache.hadoop.hive.ql.metadata.DefaultStorageHandler;
import org.apache.hadoop.hive.ql.metadata.InputEstimator;
import org.apache.hadoop.hive.ql.plan.TableDesc;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.OutputFormat;
import org.apache.hadoop.mapred.lib.NullOutputFormat;

/** A handler of tables that can only be read, and whose size is not known. */
@SuppressWarnings("rawtypes") // Hive's own signatures
abstract class ReadOnlyStorageHandler extends DefaultStorageHandler implements InputEstimator {
    private final String refusal;

    /** @param refusal what whoever writes is told */
    ReadOnlyStorageHandler(String refusal) {
        this.refusal = refusal;
    }

    @Override
    public Class<? extends OutputFormat> getOutputFormatClass() {
        return NullOutputFormat.class;
    }

    /**
     * Refuses to write.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public void configureOutputJobProperties(TableDesc table, Map<String, String> jobProperties) {
        throw new UnsupportedOperationException(refusal + " (" + table.getTableName() + ")");
    }

    /** Sends the connector with the job. */
    @Override
    public void configureJobConf(TableDesc table, JobConf job) {
        TaskJar.sendWith(job);
    }

    /** Nobody knows it without reading all, so the table is never taken for small. */
    @Override
    public Estimation estimate(JobConf job, TableScanOperator scan, long remaining) {
        return new Estimation(-1, KinesisStorageHandler.NOMINAL_BYTES);
    }
}
