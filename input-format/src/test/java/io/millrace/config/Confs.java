package io.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.apache.hadoop.conf.Configuration;

/** Configurations, and how they are refused. */
final class Confs {
    private Confs() {}

    /** A configuration with these keys and values, in turn, and nothing else. */
    static Configuration conf(String... keysAndValues) {
        Configuration conf = new Configuration(false);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            conf.set(keysAndValues[i], keysAndValues[i + 1]);
        }
        return conf;
    }

    /** How a configuration is refused. */
    static ConfigException refused(Configuration conf) {
        return catchThrowableOfType(ConfigException.class, () -> ConnectorConfig.from(conf));
    }

    /** Sees that a key with this value, beside a stream's name, is refused in these words. */
    static void assertProblem(String problem, String key, String value) {
        Configuration conf = conf(key, value);
        conf.set("kinesis.stream.name", "logs");
        assertThat(refused(conf)).hasMessage(problem);
    }
}
