package io.millrace.service.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.Test;

public class KeyTemplateTest {
    private static final KeyTemplate.Values VALUES = new KeyTemplate.Values(
            "web", "0123456789ab", "clicks", Instant.parse("2026-03-01T09:05:59.999Z"), "UNIQUE", ".json.gz");

    @Test
    public void variablesHaveTheirValuesInUtc() {
        assertThat(resolve("!{stream-name}/!{channel-name}/!{channel-id}/!{yyyy}-!{yy}-!{MM}-!{dd}T!{HH}!{mm}"))
                .isEqualTo("clicks/web/0123456789ab/2026-26-03-01T0905-UNIQUE");
        assertThat(resolve(KeyTemplate.DEFAULT))
                .isEqualTo("kinesis-channel/web/0123456789ab/2026/03/01/09/web-0123456789ab-2026-03-01-09-05"
                        + "-UNIQUE.json.gz");
    }

    @Test
    public void theChannelIsPartOfEveryKey() {
        assertThat(resolve("logs/x")).isEqualTo("logs/x-0123456789ab-UNIQUE");
        assertThat(resolve("logs/")).isEqualTo("logs/0123456789ab-UNIQUE");
        assertThat(resolve("!{extension}")).isEqualTo("0123456789ab-UNIQUE.json.gz");
    }

    @Test
    public void anExtensionCanBeGiven() {
        assertThat(resolve("x!{extension:.log}")).isEqualTo("x-0123456789ab-UNIQUE.log");
        assertThat(resolve("x!{extension:log.gz}")).isEqualTo("x-0123456789ab-UNIQUE.log.gz");
        assertWrong("x!{extension:..}", "unknown variable !{extension:..}");
        assertWrong("x!{extension:a/b}", "unknown variable");
        assertWrong("x!{extension}y", "has !{extension} before its end");
    }

    @Test
    public void whatIsNoVariableIsRefused() {
        assertWrong("!{}", "unknown variable !{}");
        assertWrong("!{YYYY}", "unknown variable !{YYYY}");
        assertWrong("a{yyyy}", "has a brace that belongs to no variable");
        assertWrong("a!{yyyy", "has a brace that belongs to no variable");
        assertThat(resolve("a!b")).isEqualTo("a!b-0123456789ab-UNIQUE");
    }

    private static String resolve(String template) {
        return new KeyTemplate(template).resolve(VALUES);
    }

    private static void assertWrong(String template, String message) {
        assertThatThrownBy(() -> new KeyTemplate(template))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
