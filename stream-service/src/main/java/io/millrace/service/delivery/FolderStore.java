package io.millrace.service.delivery;

import io.millrace.service.channel.ObjectName;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Buckets as folders: the object K of bucket B is the file B/K below one folder. Folders are made on demand. */
final class FolderStore implements ObjectStore {
    private final Path root;

    FolderStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public boolean exists(String bucket, String key) throws IOException {
        return Files.isRegularFile(file(bucket, key));
    }

    @Override
    public NewObject create(String bucket, String key, String draft) throws IOException {
        Path file = file(bucket, key);
        Files.createDirectories(file.getParent());
        return new NewFile(file, file.resolveSibling(draft));
    }

    private Path file(String bucket, String key) throws IOException {
        Optional<String> trouble = ObjectName.bucketTrouble(bucket).or(() -> ObjectName.keyTrouble(key));
        Path file = root.resolve(bucket).resolve(key).normalize();
        if (trouble.isPresent() || !file.startsWith(root.resolve(bucket))) {
            throw new IOException("cannot write the object " + key + " of bucket " + bucket + ": "
                    + trouble.orElse("it would be outside of " + root));
        }
        return file;
    }

    /** A file that has another name until it is whole. */
    private final class NewFile implements NewObject {
        private final Path file;
        private final Path draft;
        private final FileChannel channel;
        private final OutputStream content;

        NewFile(Path file, Path draft) throws IOException {
            this.file = file;
            this.draft = draft;
            this.channel = FileChannel.open(
                    draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
            this.content = Channels.newOutputStream(channel);
        }

        @Override
        public OutputStream content() {
            return content;
        }

        @Override
        public void publish() throws IOException {
            channel.force(true);
            channel.close();
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            // Names are kept in folders: without this a loss of power could take the object away again.
            for (Path folder = file.getParent(); folder.startsWith(root); folder = folder.getParent()) {
                try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                    names.force(true);
                }
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
            Files.deleteIfExists(draft);
        }
    }
}
