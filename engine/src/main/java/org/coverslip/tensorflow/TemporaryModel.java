package org.coverslip.tensorflow;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.tensorflow.proto.MetaGraphDef;

/**
 * A SavedModel folder with a changed graph and the original's variables and assets, linked where
 * the file system can, else copied. Needed only while TensorFlow loads; closing deletes it.
 */
final class TemporaryModel implements AutoCloseable {

    private final Path folder;

    private TemporaryModel(Path folder) {
        this.folder = folder;
    }

    static TemporaryModel of(Path original, MetaGraphDef graph) throws IOException {
        TemporaryModel copy = new TemporaryModel(Files.createTempDirectory("coverslip-model-"));
        try {
            Path file = copy.folder.resolve(SavedModelFolder.FILE);
            try (OutputStream out = Files.newOutputStream(file)) {
                GraphRewrite.alone(graph).writeTo(out);
            }
            for (String part : new String[] {"variables", "assets"}) {
                Path source = original.resolve(part).toAbsolutePath();
                if (Files.isDirectory(source)) link(source, copy.folder.resolve(part));
            }
            return copy;
        } catch (IOException | RuntimeException e) {
            copy.close();
            throw e;
        }
    }

    Path folder() {
        return folder;
    }

    private static void link(Path source, Path target) throws IOException {
        try {
            Files.createSymbolicLink(target, source);
        } catch (IOException | UnsupportedOperationException e) {
            // NB: Windows allows links to folders to administrators only.
            Files.walkFileTree(source, new Copying(source, target));
        }
    }

    @Override
    public void close() {
        try {
            // NB: the walk does not follow links, so the original's files stay.
            Files.walkFileTree(folder, new Deleting());
        } catch (IOException e) {
            // NB: a virus scanner may hold a file; the model is loaded and must not be lost for a
            // file in the temporary folder.
            folder.toFile().deleteOnExit();
        }
    }

    private static final class Copying extends SimpleFileVisitor<Path> {
        private final Path source;
        private final Path target;

        Copying(Path source, Path target) {
            this.source = source;
            this.target = target;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes a)
                throws IOException {
            Files.createDirectories(target.resolve(source.relativize(dir)));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
            Path to = target.resolve(source.relativize(file));
            try {
                Files.createLink(to, file);
            } catch (IOException | UnsupportedOperationException e) {
                Files.copy(file, to);
            }
            return FileVisitResult.CONTINUE;
        }
    }

    private static final class Deleting extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path dir, IOException e) throws IOException {
            if (e != null) throw e;
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
        }
    }
}
