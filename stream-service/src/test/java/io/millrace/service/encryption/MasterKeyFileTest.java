package io.millrace.service.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.error.ServiceException.KMSAccessDeniedException;
import io.millrace.service.error.ServiceException.KMSDisabledException;
import io.millrace.service.error.ServiceException.KMSNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class MasterKeyFileTest {
    private static final String BITS = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String ARN = "arn:aws:kms:us-east-1:";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aKeyIsFoundByItsIdItsAliasAndTheirArns() throws IOException {
        MasterKeys keys = read("""
                keys:
                  - {id: one, key: "%s", aliases: [alias/a, alias/team/b]}
                  - {id: two, key: "%s", account: "111111111111", aliases: [alias/a]}
                """.formatted(BITS, BITS));

        for (String name : new String[] {"one", "alias/a", "alias/team/b", ARN + "000000000000:key/one"}) {
            assertThat(keys.named(name(name)).id()).isEqualTo("one");
        }
        assertThat(keys.named(name(ARN + "000000000000:alias/a")).id()).isEqualTo("one");
        assertThat(keys.named(new KeyName("alias/a", "111111111111", "us-east-1"))
                        .id())
                .isEqualTo("two");
        assertThat(keys.named(name("one")).toString()).doesNotContain(BITS);
    }

    @Test
    public void eachReasonToRefuseAKeyHasItsError() throws IOException {
        MasterKeys keys = read("""
                keys:
                  - {id: idle, key: "%s", enabled: false}
                  - {id: theirs, key: "%s", account: "111111111111", aliases: [alias/a]}
                """.formatted(BITS, BITS));

        assertThatThrownBy(() -> keys.named(name("idle")))
                .isInstanceOf(KMSDisabledException.class)
                .hasMessage("Key 'idle' is disabled.");
        for (String theirs : new String[] {"theirs", ARN + "111111111111:key/theirs", ARN + "111111111111:alias/a"}) {
            assertThatThrownBy(() -> keys.named(name(theirs))).isInstanceOf(KMSAccessDeniedException.class);
        }
        for (String none : new String[] {"x", "alias/a", "arn:aws:kms:eu-west-1:000000000000:key/idle", "key/idle"}) {
            assertThatThrownBy(() -> keys.named(name(none)))
                    .isInstanceOf(KMSNotFoundException.class)
                    .hasMessageContaining("does not exist: it is not in ");
        }
        assertThatThrownBy(() -> MasterKeys.NONE.named(name("x")))
                .isInstanceOf(KMSNotFoundException.class)
                .hasMessage("Key '" + ARN + "000000000000:key/x' does not exist: the service was started without"
                        + " --encryption-keys.");
    }

    @Test
    public void whatIsWrongIsNamedAndNoKeyShown() {
        String other = Base64.getEncoder()
                .encodeToString("fifteen bytes!!".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        refused("keys: []", "a list of at least one key");
        refused("keys:\n  - {id: a, key: \"" + other + "\"}\n", "keys[0].key must be 256 bits as base64", other);
        refused("keys:\n  - {id: a, key: \"" + BITS + "?\"}\n", "keys[0].key must be 256 bits");
        refused("keys:\n  - {id: a}\n", "keys[0].key must be 256 bits");
        refused("keys:\n  - {key: \"" + BITS + "\"}\n", "keys[0] has no member 'id'");
        refused(keys("id: a, enabled: no way"), "keys[0].enabled must be true or false");
        refused(keys("id: a, account: 123456789012"), "keys[0].account must be text; put it in quotes");
        refused(keys("id: a, account: \"12\""), "keys[0].account is '12'; an account is 12 digits");
        refused(keys("id: a/b"), "keys[0].id is 'a/b'; it must be");
        refused(keys("id: a, aliases: [b]"), "keys[0].aliases has 'b'");
        refused(keys("id: a, aliases: alias/b"), "keys[0].aliases must be a list");
        refused(keys("id: a, alias: b"), "keys[0] has a member 'alias'; known are");
        refused(keys("id: a") + "  - {id: a, key: \"" + BITS + "\"}\n", "keys[1].id a is there twice");
        refused(
                keys("id: a, aliases: [alias/x]") + "  - {id: b, key: \"" + BITS + "\", aliases: [alias/x]}\n",
                "keys[1].aliases has alias/x of account 000000000000, which is there twice");
        refused("keys:\n  - {id: a, key: \"" + BITS + "}\n", "is not valid YAML");
    }

    private static String keys(String members) {
        return "keys:\n  - {key: \"" + BITS + "\", " + members + "}\n";
    }

    private void refused(String text, String message) {
        refused(text, message, BITS);
    }

    private void refused(String text, String message, String secret) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("keys.yaml")
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(e.toString()).doesNotContain(secret));
    }

    private static KeyName name(String keyId) {
        return new KeyName(keyId, "000000000000", "us-east-1");
    }

    private MasterKeys read(String text) throws IOException {
        Path file = folder.getRoot().toPath().resolve("keys.yaml");
        Files.writeString(file, text);
        return MasterKeyFile.read(file, "000000000000");
    }
}
