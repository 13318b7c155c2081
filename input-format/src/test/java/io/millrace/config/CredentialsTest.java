package io.millrace.config;

import static io.millrace.config.Confs.assertProblem;
import static io.millrace.config.Confs.conf;
import static io.millrace.config.Confs.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class CredentialsTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void credentialsOfAWrongFormatAreRefusedWithoutShowingThem() {
        ConfigException refused = refused(conf(
                "kinesis.stream.name", "logs",
                "kinesis.accessKey", "AKIA IOSF",
                "kinesis.secretKey", "top secret"));

        assertThat(refused.problems())
                .containsExactly(
                        "kinesis.accessKey has a value that is not allowed: (not shown); allowed is an access key id: 3"
                                + " to 128 letters, digits and '_'",
                        "kinesis.secretKey has a value that is not allowed: (not shown); allowed is a secret access"
                                + " key: text without blanks");
        assertThat(refused.getMessage()).doesNotContain("IOSF").doesNotContain("top");
    }

    @Test
    public void halfAPairOfKeysIsRefused() {
        assertProblem(
                "kinesis.accessKey is set without kinesis.secretKey: set both or neither",
                "kinesis.accessKey",
                "AKIAIOSFODNN7EXAMPLE");
    }

    @Test
    public void secretsComeFromCredentialProvidersAndAreNeverShown() throws Exception {
        Configuration conf = conf("kinesis.stream.name", "logs");
        conf.set(
                "hadoop.security.credential.provider.path",
                "localjceks://file" + new File(folder.getRoot(), "keys.jceks").getAbsolutePath());
        CredentialProvider provider =
                CredentialProviderFactory.getProviders(conf).get(0);
        provider.createCredentialEntry("kinesis.accessKey", "AKIAIOSFODNN7EXAMPLE".toCharArray());
        provider.createCredentialEntry("kinesis.secretKey", "wJalrXUtnFEMI".toCharArray());
        provider.createCredentialEntry("kinesis.sessionToken", "FwoGZXIvYXdz".toCharArray());
        provider.flush();

        ConnectorConfig config = ConnectorConfig.from(conf);

        assertThat(config.credentials().source())
                .isEqualTo(new Credentials.Keys("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI", Optional.of("FwoGZXIvYXdz")));
        assertThat(config.toString())
                .doesNotContain("AKIA")
                .doesNotContain("wJal")
                .doesNotContain("FwoG");
    }
}
