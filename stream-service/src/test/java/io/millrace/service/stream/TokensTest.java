package io.millrace.service.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.MovableClock;
import io.millrace.service.log.SequenceNumber;
import io.millrace.service.log.rocks.RocksShardLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TokensTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Tokens tokens = new Tokens("key".getBytes(StandardCharsets.UTF_8));
    private final ShardIterator iterator =
            new ShardIterator(3, 4, SequenceNumber.of(5, 6, 7, 8), Instant.ofEpochMilli(9));

    @Test
    public void anIteratorComesBackAsItWas() {
        assertThat(ShardIterator.open(iterator.seal(tokens), tokens)).contains(iterator);
    }

    @Test
    public void aChangedByteAnywhereIsNoticed() {
        byte[] sealed = Base64.getDecoder().decode(iterator.seal(tokens));
        for (int i = 0; i < sealed.length; i++) {
            byte[] forged = sealed.clone();
            forged[i] ^= 1;
            assertThat(ShardIterator.open(Base64.getEncoder().encodeToString(forged), tokens))
                    .isEmpty();
        }
    }

    @Test
    public void anotherKeyOrOtherTextIsNotAnIterator() {
        Tokens others = new Tokens("other".getBytes(StandardCharsets.UTF_8));

        assertThat(ShardIterator.open(iterator.seal(others), tokens)).isEmpty();
        assertThat(ShardIterator.open("not base64!", tokens)).isEmpty();
        assertThat(ShardIterator.open("", tokens)).isEmpty();
        assertThat(ShardIterator.open(tokens.seal(new byte[] {1, 2}), tokens)).isEmpty();
    }

    @Test
    public void whatWasHandedOutOutlivesARestartAndIsNoOtherFoldersOwn() throws IOException {
        Path data = folder.newFolder().toPath();
        String text;
        try (RocksShardLog log = RocksShardLog.open(data, new MovableClock())) {
            text = iterator.seal(Tokens.of(log));
        }
        try (RocksShardLog log = RocksShardLog.open(data, new MovableClock())) {
            assertThat(ShardIterator.open(text, Tokens.of(log))).contains(iterator);
        }
        try (RocksShardLog log = RocksShardLog.open(folder.newFolder().toPath(), new MovableClock())) {
            assertThat(ShardIterator.open(text, Tokens.of(log))).isEmpty();
        }
    }
}
