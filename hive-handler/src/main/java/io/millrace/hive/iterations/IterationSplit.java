package io.millrace.hive.iterations;

import io.millrace.checkpoint.IterationNumber;
import io.millrace.checkpoint.IterationSelection;
import io.millrace.checkpoint.LogicalName;
import io.millrace.checkpoint.dynamodb.IterationCatalogue.Share;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.FileSplit;

/**
 * The iterations that one task looks at. It is a {@link FileSplit} only because Hive finds a split's table by the path of
 * its file; the path is the table's location, where no file is. Not thread-safe.
 */
public final class IterationSplit extends FileSplit {
    /** A nominal size, as Hive groups splits by their sizes and sees nothing in an empty one. */
    private static final long LENGTH = 1;

    private IterationSelection selection;
    private Share share;

    /** For Hadoop, which reads the fields next. */
    public IterationSplit() {}

    IterationSplit(IterationSelection selection, Share share, Path table) {
        super(table, 0, LENGTH, new String[0]);
        this.selection = selection;
        this.share = share;
    }

    IterationSelection selection() {
        return selection;
    }

    Share share() {
        return share;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        super.write(out);
        write(selection.reader().map(LogicalName::value), out);
        write(selection.streamArn(), out);
        write(selection.streamName(), out);
        out.writeLong(selection.from().value());
        out.writeLong(selection.to().value());
        out.writeInt(share.index());
        out.writeInt(share.of());
    }

    @Override
    public void readFields(DataInput in) throws IOException {
        super.readFields(in);
        selection = new IterationSelection(
                read(in).map(LogicalName::new),
                read(in),
                read(in),
                new IterationNumber(in.readLong()),
                new IterationNumber(in.readLong()));
        share = new Share(in.readInt(), in.readInt());
    }

    private static void write(Optional<String> text, DataOutput out) throws IOException {
        out.writeBoolean(text.isPresent());
        if (text.isPresent()) {
            out.writeUTF(text.get());
        }
    }

    private static Optional<String> read(DataInput in) throws IOException {
        return in.readBoolean() ? Optional.of(in.readUTF()) : Optional.empty();
    }

    @Override
    public String toString() {
        return selection + ", " + share;
    }
}
