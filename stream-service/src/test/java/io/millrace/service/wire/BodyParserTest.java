package io.millrace.service.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.error.ServiceException.SerializationException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.Test;

public final class BodyParserTest {
    private static final Shape SHAPE = Shape.of(Member.text("Before"), Member.blob("Data"), Member.text("After"));

    @Test
    public void readsBlobsOfEveryLength() {
        Random random = new Random(5);
        for (int length = 0; length < 100; length++) {
            byte[] blob = new byte[length];
            random.nextBytes(blob);

            assertThat(read(Base64.getEncoder().encodeToString(blob))).isEqualTo(blob);
        }
    }

    @Test
    public void readsBlobsWhereJsonHasEscapes() {
        // As PHP writes them.
        assertThat(read("\\/\\/8=")).isEqualTo(new byte[] {-1, -1});
        assertThat(read("\\u0051UE=")).isEqualTo(new byte[] {'A', 'A'});
    }

    @Test
    public void goesOnAfterABlob() {
        Input input = WireFormat.JSON.read(
                "{ \"Before\" :\"caf\u00e9\",\"Data\" :\n \"QUE=\" , \"After\":\"x\"}".getBytes(StandardCharsets.UTF_8),
                SHAPE);

        assertThat(input.text("Before")).isEqualTo("caf\u00e9");
        assertThat(input.blob("Data")).isEqualTo(new byte[] {'A', 'A'});
        assertThat(input.text("After")).isEqualTo("x");
    }

    @Test
    public void readsTheEncodingsThatJsonHad() {
        String body = "{\"Before\":\"caf\u00e9\",\"Data\":\"QUE=\"}";
        for (Charset charset : List.of(
                StandardCharsets.UTF_8,
                StandardCharsets.UTF_16BE,
                StandardCharsets.UTF_16LE,
                Charset.forName("UTF-32BE"),
                Charset.forName("UTF-32LE"))) {
            for (String mark : List.of("", "\ufeff")) {
                Input input = WireFormat.JSON.read((mark + body).getBytes(charset), SHAPE);

                assertThat(input.text("Before")).as("%s", charset).isEqualTo("caf\u00e9");
                assertThat(input.blob("Data")).as("%s", charset).isEqualTo(new byte[] {'A', 'A'});
            }
        }
    }

    @Test
    public void namesWhatIsWrongAfterABlob() {
        assertThatThrownBy(() -> WireFormat.JSON.read(
                        "{\"Data\":\"QUE=\",\n\"After\":?}".getBytes(StandardCharsets.UTF_8), SHAPE))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("'?'")
                .hasMessageContaining("line: 2, column: 9");
    }

    @Test
    public void refusesWhatIsNoBase64() {
        for (String wrong : new String[] {"QUE", "Q", "QU=E", "QUE*", "====", "QUFB=QUE"}) {
            assertThatThrownBy(() -> read(wrong)).as(wrong).isInstanceOf(SerializationException.class);
        }
        assertThatThrownBy(() -> WireFormat.JSON.read("{\"Data\":\"QUE=".getBytes(StandardCharsets.UTF_8), SHAPE))
                .isInstanceOf(SerializationException.class);
    }

    private static byte[] read(String text) {
        return WireFormat.JSON
                .read(("{\"Data\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8), SHAPE)
                .blob("Data");
    }
}
