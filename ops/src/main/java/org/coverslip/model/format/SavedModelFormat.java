package org.coverslip.model.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.ModelFormat;
import org.coverslip.network.NetworkEngine;
import org.coverslip.network.NetworkReport;
import org.coverslip.network.Signature;
import org.scijava.Priority;
import org.scijava.plugin.Plugin;

/**
 * A TensorFlow SavedModel that nobody describes: its folder, the folder above with one version in
 * it, its {@code saved_model.pb}, or a zip. Names, types and shapes are known, nothing else; of
 * older CSBDeep exports, {@code meta.json} gives the axes too.
 */
@Plugin(type = ModelFormat.class, priority = Priority.LOW)
public final class SavedModelFormat implements ModelFormat {

    @Override
    public String description() {
        return "saved_model.pb (TensorFlow SavedModel), in a folder or zip";
    }

    @Override
    public boolean accepts(Path source) {
        if (Files.isDirectory(source)) {
            if (ModelFiles.isSavedModel(source)) return true;
            try (Stream<Path> children = Files.list(source)) {
                return children.limit(10_000).anyMatch(ModelFiles::isSavedModel);
            } catch (IOException | java.io.UncheckedIOException e) {
                return false;
            }
        }
        if (Unzip.looksLikeZip(source)) {
            return new Unzip(source)
                    .names().stream().anyMatch(n -> n.matches("([^/]+/){0,2}saved_model\\.pb"));
        }
        return source.getFileName().toString().equals("saved_model.pb");
    }

    @Override
    public ModelBundle read(Path source, NetworkEngine engine) {
        Path named = Files.isDirectory(source) || Unzip.looksLikeZip(source) ? source : null;
        Path root = named == null ? source.toAbsolutePath().getParent() : source;
        ModelFiles files = ModelFiles.of(root);
        try {
            Path savedModel = ModelFiles.savedModelIn(files.get(""), source);
            ModelBundle.Builder bundle =
                    ModelBundle.builder()
                            .source(source)
                            .format("SavedModel")
                            .savedModel(savedModel)
                            .name(name(source));
            describe(bundle, source, engine.describe(savedModel));
            Path meta = savedModel.resolve("meta.json");
            if (Files.isRegularFile(meta)) CsbdeepMeta.read(meta, bundle);
            return bundle.temporary(files.temporaryOrNull()).build();
        } catch (RuntimeException e) {
            files.close();
            throw e;
        }
    }

    static String name(Path source) {
        Path last = source.toAbsolutePath().normalize().getFileName();
        return last == null ? "model" : last.toString().replaceFirst("(?i)\\.zip$", "");
    }

    /** Takes over the signature that is used by default. */
    static void describe(ModelBundle.Builder bundle, Path source, NetworkReport report) {
        List<String> notes = new ArrayList<>();
        Optional<Signature> signature = Signatures.choose(source, report, "");
        if (signature.isPresent()) {
            Signatures.describe(bundle, signature.get());
            bundle.signature(signature.get().key());
        }
        if (report.signatures().size() > 1) {
            notes.add(
                    "the SavedModel has the signatures "
                            + report.signatures().stream()
                                    .map(Signature::key)
                                    .collect(Collectors.joining(", "))
                            + signature.map(s -> "; " + s.key() + " is used").orElse(""));
        }
        bundle.tensorflowVersion(report.producer().isEmpty() ? null : report.producer());
        bundle.notes(notes);
    }
}
