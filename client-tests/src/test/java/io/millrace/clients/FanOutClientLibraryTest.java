package io.millrace.clients;

import org.junit.ClassRule;

/** The Kinesis Client Library with SubscribeToShard, over TLS and HTTP/2 without ALPN. */
public class FanOutClientLibraryTest extends ClientLibraryScenario {
    @ClassRule
    public static final ReshardedRun RUN = new ReshardedRun(Retrieval.FAN_OUT);

    @Override
    ReshardedRun run() {
        return RUN;
    }
}
