package org.coverslip.model;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.coverslip.RefusedException;

/** A folder of our own below the system's temporary folder, deleted on close, or at exit. */
public final class TemporaryFolder implements AutoCloseable {

    private static final Set<TemporaryFolder> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> OPEN.forEach(TemporaryFolder::close)));
    }

    private final Path path;

    private TemporaryFolder(Path path) {
        this.path = path;
        OPEN.add(this);
    }

    /**
     * @throws RefusedException if the system has no place for it
     */
    public static TemporaryFolder create() {
        try {
            return new TemporaryFolder(Files.createTempDirectory("coverslip-model-"));
        } catch (IOException e) {
            throw new RefusedException(
                    System.getProperty("java.io.tmpdir"),
                    "no temporary folder can be made there",
                    "free some space, or set the Java property java.io.tmpdir to another folder",
                    e);
        }
    }

    public Path path() {
        return path;
    }

    /** Deletes the folder with all that is in it. What cannot be deleted now stays. */
    @Override
    public void close() {
        OPEN.remove(this);
        deleteTree(path);
    }

    /** Deletes a folder with all that is in it, links themselves and not what they lead to. */
    static void deleteTree(Path folder) {
        try {
            Files.walkFileTree(
                    folder,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes a) {
                            return delete(file);
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException e) {
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult postVisitDirectory(Path dir, IOException e) {
                            return delete(dir);
                        }
                    });
        } catch (IOException e) {
            // NB: a leftover in the system's temporary folder harms nobody; the visitor above
            // does not throw, so this is not reached in practice.
            return;
        }
    }

    private static FileVisitResult delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // NB: Windows keeps mapped files; the system clears its temporary folder.
            return FileVisitResult.CONTINUE;
        }
        return FileVisitResult.CONTINUE;
    }
}
