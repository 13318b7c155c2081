package io.millrace.service.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class KeyFileTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void yamlAndJsonAreRead() throws IOException {
        Key key = read("""
                keys:
                  - accessKey: AKID
                    secret: "s3cr3t"
                    account: "012345678901"
                    user: ingest
                    expires: 2027-01-01T00:00:00Z
                    actions: ["Put*"]
                    streams: [a, "b?"]
                """).get("AKID");

        assertThat(key.account()).isEqualTo("012345678901");
        assertThat(key.principal()).isEqualTo("arn:aws:iam::012345678901:user/ingest");
        assertThat(key.expires()).contains(Instant.parse("2027-01-01T00:00:00Z"));
        assertThat(key.permissions().allowsAction("PutRecords")).isTrue();
        assertThat(key.permissions().allowsAction("GetRecords")).isFalse();
        assertThat(key.permissions().allowsStream("bx")).isTrue();
        assertThat(key.permissions().allowsStream("b.x")).isFalse();
        assertThat(key.toString()).doesNotContain("s3cr3t");
        assertThat(read("{\"keys\":[{\"accessKey\":\"A\",\"secret\":\"s\"}]}")
                        .get("A")
                        .account())
                .isEqualTo("000000000000");
    }

    @Test
    public void whatIsWrongIsNamedAndNoSecretShown() {
        refused("keys: []", "a list of at least one key");
        refused("keys:\n  - accessKey: A\n", "keys[0] has no member 'secret'");
        refused("keys:\n  - {accessKey: A, secret: s3cr3t, acount: x}\n", "keys[0] has a member 'acount'; known are");
        refused("keys:\n  - {accessKey: A, secret: s3cr3t, account: 123456789012}\n", "account must be text");
        refused("keys:\n  - {accessKey: A, secret: s3cr3t, expires: soon}\n", "keys[0].expires is 'soon'");
        refused("keys:\n  - {accessKey: A, secret: \"s3cr3t}\n", "is not valid YAML");
        refused("keys:\n  - {accessKey: A, secret: s3cr3t}\n  - {accessKey: A, secret: s3cr3t}\n", "there twice");
    }

    private void refused(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("keys.yaml")
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(e.toString()).doesNotContain("s3cr3t"));
    }

    private Map<String, Key> read(String text) throws IOException {
        Path file = folder.getRoot().toPath().resolve("keys.yaml");
        Files.writeString(file, text);
        return KeyFile.read(file, "000000000000");
    }
}
