package io.millrace.examples.mapreduce;

import java.io.IOException;
import java.util.Comparator;
import java.util.TreeSet;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Reducer;

/** Adds up the errors of each page and keeps the ten pages with the most; for a single reduce task. */
public final class TopReducer extends Reducer<Text, LongWritable, Text, LongWritable> {
    private static final int MOST = 10;

    private record Page(String name, long errors) {}

    private final TreeSet<Page> top =
            new TreeSet<>(Comparator.comparingLong(Page::errors).reversed().thenComparing(Page::name));

    @Override
    protected void reduce(Text page, Iterable<LongWritable> counts, Context context) {
        long errors = 0;
        for (LongWritable count : counts) {
            errors += count.get();
        }
        top.add(new Page(page.toString(), errors));
        if (top.size() > MOST) {
            top.pollLast();
        }
    }

    @Override
    protected void cleanup(Context context) throws IOException, InterruptedException {
        for (Page page : top) {
            context.write(new Text(page.name()), new LongWritable(page.errors()));
        }
    }
}
