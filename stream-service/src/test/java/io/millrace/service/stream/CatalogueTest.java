package io.millrace.service.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.service.MovableClock;
import io.millrace.service.log.LogChange;
import io.millrace.service.log.rocks.RocksShardLog;
import java.io.IOException;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class CatalogueTest {
    private static final StreamKey KEY = new StreamKey("000000000000", "us-east-1", "s");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final MovableClock clock = new MovableClock();
    private RocksShardLog log;

    @Before
    public void open() {
        log = RocksShardLog.open(folder.getRoot().toPath(), clock);
    }

    @After
    public void close() {
        log.close();
    }

    @Test
    public void aStreamOfAnOlderFolderHasNoChannels() throws IOException {
        Resharding.Settling now = new Resharding.Settling(clock.instant(), clock.instant());
        new Catalogue(log, clock)
                .create(id -> Resharding.create(
                        Stream.Header.creating(id, KEY, now, StreamSettings.defaults(StreamSettings.ON_DEMAND)), 1));
        String name = log.entries("").keySet().stream()
                .filter(each -> each.startsWith("stream/"))
                .findFirst()
                .orElseThrow();
        JsonMapper json = new JsonMapper();
        ObjectNode header = (ObjectNode) json.readTree(log.entries("").get(name));
        assertThat(header.remove("channels")).isNotNull();
        log.commit(
                        new LogChange.Builder()
                                .put(name, json.writeValueAsBytes(header))
                                .build(),
                        () -> {})
                .join();

        Stream stream = new Catalogue(log, clock).find(KEY).orElseThrow();

        assertThat(stream.channels(clock.instant())).isEmpty();
        assertThat(stream.openShards()).isEqualTo(1);
    }
}
