package io.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.Test;

public class TableSettingsTest {
    private final Configuration session = new Configuration(false);

    @Test
    public void theTableSaysWhichStreamItIs() {
        session.set(KinesisOptions.STREAM_NAME.key(), "of-the-session");
        session.set(KinesisOptions.ENDPOINT_URL.key(), "http://session:1");

        TableSettings.apply(
                Map.of(
                        KinesisOptions.STREAM_NAME.key(), "of-the-table",
                        KinesisOptions.ENDPOINT_URL.key(), "http://table:1"),
                session);

        assertThat(session.get(KinesisOptions.STREAM_NAME.key())).isEqualTo("of-the-table");
        assertThat(session.get(KinesisOptions.ENDPOINT_URL.key())).isEqualTo("http://table:1");
    }

    @Test
    public void theSessionSaysHowAQueryReads() {
        session.set(KinesisOptions.ITERATION.key(), "7");

        TableSettings.apply(
                Map.of(KinesisOptions.ITERATION.key(), "3", KinesisOptions.BATCH_SIZE.key(), "100"), session);

        assertThat(session.get(KinesisOptions.ITERATION.key())).isEqualTo("7");
        assertThat(session.get(KinesisOptions.BATCH_SIZE.key())).isEqualTo("100");
    }

    @Test
    public void theSessionWinsAlsoWhenItUsesAnAlias() {
        String alias = KinesisOptions.CHECKPOINT_RANGE_KEY.names().get(1);
        session.set(alias, "Of the session");

        TableSettings.apply(Map.of(KinesisOptions.CHECKPOINT_RANGE_KEY.key(), "Of the table"), session);

        assertThat(session.get(alias)).isEqualTo("Of the session");
        assertThat(session.get(KinesisOptions.CHECKPOINT_RANGE_KEY.key())).isNull();
    }

    @Test
    public void keysOfOthersAreLeftOutAndUnknownKeysOfOursAreKeptToBeRefused() {
        String typo = KinesisOptions.PREFIX + "steam.name";

        TableSettings.apply(Map.of("numRows", "5", typo, "x"), session);

        assertThat(session.get("numRows")).isNull();
        assertThat(session.get(typo)).isEqualTo("x");
    }
}
