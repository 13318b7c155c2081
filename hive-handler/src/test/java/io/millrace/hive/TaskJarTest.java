package io.millrace.hive;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.junit.Test;

public class TaskJarTest {
    private final Configuration job = new Configuration(false);

    @Test
    public void goesWithTheJarsThatAreThere() {
        job.set("tmpjars", "file:///hive/one.jar");

        TaskJar.add(URI.create("file:///hive/lib/millrace.jar"), job);
        TaskJar.add(URI.create("file:///hive/lib/millrace.jar"), job);

        assertThat(job.get("tmpjars")).isEqualTo("file:///hive/one.jar,file:///hive/lib/millrace.jar");
    }

    @Test
    public void isNotSentTwice() {
        job.set("hive.aux.jars.path", "/aux/other.jar,/aux/millrace.jar");

        TaskJar.add(URI.create("file:///hive/lib/millrace.jar"), job);

        assertThat(job.get("tmpjars")).isNull();
    }
}
