package io.millrace.clients;

import org.junit.ClassRule;

/** The Kinesis Client Library with GetRecords, over HTTP/2 with prior knowledge. */
public class PollingClientLibraryTest extends ClientLibraryScenario {
    @ClassRule
    public static final ReshardedRun RUN = new ReshardedRun(Retrieval.POLLING);

    @Override
    ReshardedRun run() {
        return RUN;
    }
}
