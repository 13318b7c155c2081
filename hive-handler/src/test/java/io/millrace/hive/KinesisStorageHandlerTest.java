package io.millrace.hive;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.hive.conf.HiveConf.ConfVars;
import org.junit.Test;

/** What Hive is told of a table's size. */
public class KinesisStorageHandlerTest {
    @Test
    public void aStreamIsNeitherSmallNorWorthThousandsOfReducers() {
        long bytes = new KinesisStorageHandler().estimate(null, null, 0).getTotalLength();
        assertThat(bytes)
                .isGreaterThan(ConfVars.HIVE_FETCH_TASK_CONVERSION_THRESHOLD.defaultLongVal)
                .isGreaterThan(ConfVars.HIVE_SMALL_TABLES_FILESIZE.defaultLongVal)
                .isLessThan(10 * ConfVars.BYTES_PER_REDUCER.defaultLongVal);
    }
}
