package io.millrace.service.stream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.MovableClock;
import io.millrace.service.RunningService;
import io.millrace.service.StreamService;
import io.millrace.service.log.LogChange;
import io.millrace.service.log.LogException;
import io.millrace.service.log.ShardKey;
import io.millrace.service.log.ShardLog;
import io.millrace.service.log.rocks.RocksShardLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;

public class CatalogueCheckTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final MovableClock clock = new MovableClock();

    @Before
    public void makeAStream() throws IOException {
        try (StreamService service = start();
                KinesisClient client = KinesisClient.builder()
                        .endpointOverride(URI.create("http://127.0.0.1:" + service.port()))
                        .region(Region.US_EAST_1)
                        .credentialsProvider(RunningService.CREDENTIALS)
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .build()) {
            client.createStream(c -> c.streamName("s").shardCount(1));
        }
        start().close();
    }

    @Test
    public void aShardThatOnlyTheLogHasIsRefused() {
        assertRefused(
                new LogChange.Builder().open(new ShardKey(7, 3), 1),
                "the log holds shard 3 of stream number 7, which the catalogue does not know");
    }

    @Test
    public void aShardThatOnlyTheCatalogueHasIsRefused() {
        assertRefused(
                new LogChange.Builder().forget(new ShardKey(1, 0)),
                "shardId-000000000000 of stream s is missing in the log");
    }

    @Test
    public void aShardThatIsClosedInTheLogAloneIsRefused() {
        assertRefused(
                new LogChange.Builder().seal(new ShardKey(1, 0)),
                "shardId-000000000000 of stream s is closed in the log, open in the catalogue");
    }

    private void assertRefused(LogChange.Builder behindItsBack, String how) {
        try (ShardLog log = RocksShardLog.open(folder.getRoot().toPath().resolve("log"), clock)) {
            log.commit(behindItsBack.build(), () -> {}).join();
        }

        assertThatThrownBy(this::start)
                .isInstanceOf(LogException.class)
                .hasMessage("data folder " + folder.getRoot() + " is damaged: catalogue and log differ: " + how);
    }

    private StreamService start() throws IOException {
        return StreamService.start(
                folder.getRoot().toPath(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                RunningService.PLAIN,
                clock);
    }
}
