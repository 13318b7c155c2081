package io.millrace.examples.cascading;

import cascading.flow.Flow;
import cascading.flow.FlowDef;
import cascading.flow.local.LocalFlowConnector;
import cascading.operation.aggregator.Count;
import cascading.operation.buffer.FirstNBuffer;
import cascading.operation.regex.RegexFilter;
import cascading.operation.regex.RegexParser;
import cascading.pipe.Each;
import cascading.pipe.Every;
import cascading.pipe.GroupBy;
import cascading.pipe.Pipe;
import cascading.scheme.local.TextDelimited;
import cascading.scheme.local.TextLine;
import cascading.tap.SinkMode;
import cascading.tap.local.FileTap;
import cascading.tap.local.hadoop.LocalHfsAdaptor;
import cascading.tuple.Fields;
import io.millrace.cascading.FlowIterations;
import io.millrace.cascading.KinesisHadoopScheme;
import io.millrace.cascading.KinesisHadoopTap;
import java.util.Collections;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.conf.Configured;
import org.apache.hadoop.util.Tool;
import org.apache.hadoop.util.ToolRunner;

/**
 * The ten pages with the most errors in a web server's log: {@code page, tab, errors}, most errors first. Lines that are
 * none of a log go to a file beside the output.
 *
 * <pre>HADOOP_CLASSPATH=millrace.jar hadoop jar example-cascading.jar io.millrace.examples.cascading.TopErrors \
 *     -D kinesis.endpoint.region=eu-west-1 STREAM OUTPUT-FOLDER</pre>
 */
public final class TopErrors extends Configured implements Tool {
    private static final Fields LINE = new Fields("line");
    private static final Fields PAGE = new Fields("page");
    private static final String PAGE_AND_STATUS = "^\\S+ \\S+ \\S+ \\[[^\\]]+\\] \"\\S+ (\\S+)[^\"]*\" (\\d{3}) .*$";

    @Override
    public int run(String[] args) {
        if (args.length != 2) {
            System.err.println("usage: TopErrors [-D key=value ...] STREAM OUTPUT-FOLDER");
            return 2;
        }
        KinesisHadoopTap access = new KinesisHadoopTap(new KinesisHadoopScheme(LINE), args[0]);
        String output = args[1];
        Flow<?> flow = new LocalFlowConnector(properties())
                .connect(FlowDef.flowDef()
                        .addSource("lines", new LocalHfsAdaptor(access))
                        .addTrap("lines", new FileTap(new TextLine(), output + "/bad-lines", SinkMode.REPLACE))
                        .addTailSink(
                                topPages(),
                                new FileTap(new TextDelimited(false, "\t"), output + "/part-00000", SinkMode.REPLACE)));
        flow.addListener(new FlowIterations());
        flow.complete();
        return 0;
    }

    private static Pipe topPages() {
        Pipe requests = new Each("lines", LINE, new RegexParser(new Fields("page", "status"), PAGE_AND_STATUS));
        Pipe errors = new Each(requests, new Fields("status"), new RegexFilter("^[4-9]"));
        Pipe counts = new Every(new GroupBy(errors, PAGE), new Count(new Fields("errors")));
        Fields order = new Fields("errors", "page");
        order.setComparator("errors", Collections.reverseOrder());
        return new Every(new GroupBy(counts, Fields.NONE, order), Fields.RESULTS, new FirstNBuffer(10));
    }

    /** Cascading takes its settings as properties; -D has put them into Hadoop's configuration. */
    private Properties properties() {
        Properties properties = new Properties();
        getConf()
                .getPropsWithPrefix("kinesis.")
                .forEach((key, value) -> properties.setProperty("kinesis." + key, value));
        return properties;
    }

    public static void main(String[] args) throws Exception {
        System.exit(ToolRunner.run(new Configuration(), new TopErrors(), args));
    }
}
