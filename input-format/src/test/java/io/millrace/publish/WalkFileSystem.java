package io.millrace.publish;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.Syncable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Local files as the publisher of a {@link PublishingWalk} sees them who may die before each operation: what was not synchronized is
 * lost but for some first bytes, a folder is deleted file by file, and lists have no order. Renaming is atomic.
 */
public final class WalkFileSystem extends RawLocalFileSystem {
    private static final URI ROOT = URI.create("walk:///");
    private static final String WHO = "walk.who";
    private static final Map<String, WalkFileSystem.Host> HOSTS = new ConcurrentHashMap<>();

    private Host host;

    /**
     * Who uses the files.
     *
     * @param synced runs when an entry of a journal is on disk
     */
    record Host(Life life, Random random, Runnable synced) {}

    /** A configuration by which paths below {@code walk:///} lead here. */
    static Configuration conf(String name, Host host) {
        HOSTS.put(name, host);
        Configuration conf = new Configuration(false);
        conf.setClass("fs.walk.impl", WalkFileSystem.class, org.apache.hadoop.fs.FileSystem.class);
        conf.setBoolean("fs.walk.impl.disable.cache", true);
        conf.set(WHO, name);
        return conf;
    }

    static void forget() {
        HOSTS.clear();
    }

    @Override
    public void initialize(URI uri, Configuration conf) throws IOException {
        super.initialize(uri, conf);
        host = HOSTS.get(conf.get(WHO));
    }

    @Override
    public URI getUri() {
        return ROOT;
    }

    @Override
    public FSDataInputStream open(Path path, int buffer) throws IOException {
        host.life().step();
        return super.open(path, buffer);
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        host.life().step();
        return super.getFileStatus(path);
    }

    @Override
    public boolean mkdirs(Path path) throws IOException {
        host.life().step();
        return pathToFile(path).mkdirs() || pathToFile(path).isDirectory();
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        host.life().step();
        // As HDFS does it: into a folder that is there.
        Path target = pathToFile(to).isDirectory() ? new Path(to, from.getName()) : to;
        return pathToFile(from).renameTo(pathToFile(target));
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        host.life().step();
        String[] children = pathToFile(path).list();
        if (children != null) {
            List<String> names = Arrays.asList(children);
            Collections.shuffle(names, host.random());
            for (String name : names) {
                delete(new Path(path, name), true);
            }
        }
        return pathToFile(path).delete();
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        host.life().step();
        String[] children = pathToFile(path).list();
        if (children == null) {
            throw new FileNotFoundException(path.toString());
        }
        List<FileStatus> found = new ArrayList<>();
        for (String child : children) {
            found.add(super.getFileStatus(new Path(path, child)));
        }
        Collections.shuffle(found, host.random());
        return found.toArray(new FileStatus[0]);
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int buffer,
            short replication,
            long block,
            Progressable progress)
            throws IOException {
        return create(path, overwrite, buffer, replication, block, progress);
    }

    @Override
    public FSDataOutputStream create(
            Path path, boolean overwrite, int buffer, short replication, long block, Progressable progress)
            throws IOException {
        host.life().step();
        mkdirs(path.getParent());
        if (!overwrite && pathToFile(path).exists()) {
            throw new org.apache.hadoop.fs.FileAlreadyExistsException(path.toString());
        }
        return new FSDataOutputStream(
                new Buffered(new java.io.FileOutputStream(pathToFile(path)), path.getName()), null);
    }

    /** Keeps what was written until it is synchronized or closed. */
    private final class Buffered extends OutputStream implements Syncable {
        private final OutputStream file;
        private final String name;
        private final java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();

        Buffered(OutputStream file, String name) {
            this.file = file;
            this.name = name;
        }

        @Override
        public void write(int one) {
            bytes.write(one);
        }

        @Override
        public void write(byte[] some, int from, int length) {
            bytes.write(some, from, length);
        }

        @Override
        public void hflush() throws IOException {
            hsync();
        }

        @Override
        public void hsync() throws IOException {
            try {
                host.life().step();
            } catch (Life.Died e) {
                file.write(bytes.toByteArray(), 0, host.random().nextInt(bytes.size() + 1));
                bytes.reset();
                throw e;
            }
            file.write(bytes.toByteArray());
            bytes.reset();
            if (name.startsWith("acknowledged-")) {
                host.synced().run();
            }
        }

        @Override
        public void close() throws IOException {
            try (file) {
                if (!host.life().isDead()) {
                    file.write(bytes.toByteArray());
                }
            }
        }
    }
}
