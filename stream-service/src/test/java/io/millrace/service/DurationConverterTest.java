package io.millrace.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.Test;
import picocli.CommandLine.TypeConversionException;

public class DurationConverterTest {
    private final DurationConverter converter = new DurationConverter();

    @Test
    public void readsShortAndIsoForms() {
        assertThat(converter.convert("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(converter.convert("10s")).isEqualTo(Duration.ofSeconds(10));
        assertThat(converter.convert("5m")).isEqualTo(Duration.ofMinutes(5));
        assertThat(converter.convert("2h")).isEqualTo(Duration.ofHours(2));
        assertThat(converter.convert("1d")).isEqualTo(Duration.ofDays(1));
        assertThat(converter.convert("PT1M30S")).isEqualTo(Duration.ofSeconds(90));
        assertThat(converter.convert("0")).isZero();
    }

    @Test
    public void anythingElseIsRefusedWithWhatIsAllowed() {
        for (String wrong : new String[] {"", "10", "-5s", "PT-5S", "ten", "5 s", "99999999999s"}) {
            assertThatThrownBy(() -> converter.convert(wrong))
                    .isInstanceOf(TypeConversionException.class)
                    .hasMessageContaining("'" + wrong + "' is not a duration; write 500ms, 10s");
        }
    }
}
