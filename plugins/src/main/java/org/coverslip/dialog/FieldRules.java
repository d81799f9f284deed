package org.coverslip.dialog;

import ij.ImagePlus;
import ij.WindowManager;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.coverslip.RefusedException;
import org.coverslip.keys.TextValue;
import org.coverslip.model.Shipped;
import org.coverslip.network.Device;
import org.coverslip.plugins.InputCheck;
import org.coverslip.tile.ValueMapping;
import org.scijava.module.ModuleItem;

/** What can be said of one value at once, while it is typed: nothing here reads a file. */
final class FieldRules {

    private FieldRules() {}

    /**
     * @param text as it stands in the dialog
     * @return a fault, a remark, or {@link Note#NONE}
     */
    static Note check(Field field, ModuleItem<?> item, String text) {
        try {
            InputCheck.check(item, TextValue.parse(field.key(), text, item.getType()));
            return switch (field.kind()) {
                case PATH -> source(field, text.strip());
                case TARGET -> target(item, text.strip());
                default -> byMeaning(field.key(), text);
            };
        } catch (RefusedException e) {
            return Note.fault(e.getMessage());
        }
    }

    private static Note byMeaning(String key, String text) {
        if (key.equals("device")) Device.parse(text);
        if (key.equals("range")) ValueMapping.parse(text);
        return Note.NONE;
    }

    private static Note source(Field field, String text) {
        if (text.isEmpty()) return field.key().equals("input") ? activeImage() : Note.NONE;
        if (field.key().equals("input") && isGlob(text)) return Note.NONE;
        if (Files.exists(path(text))) return Note.NONE;
        if (field.key().equals("model") && Shipped.names().contains(text)) return Note.NONE;
        return Note.fault(text + ": there is no such file or folder; check the path.");
    }

    private static boolean isGlob(String text) {
        return text.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    }

    private static Note activeImage() {
        ImagePlus image = WindowManager.getCurrentImage();
        if (image != null && image.getWidth() > 0) {
            return Note.fact("the active image, " + image.getTitle());
        }
        return Note.fault("input: it is empty and no image is open; name an image or a folder.");
    }

    private static Note target(ModuleItem<?> item, String text) {
        if (text.isEmpty()) return Note.NONE;
        Path path = path(text).toAbsolutePath();
        if (Files.isRegularFile(path) && !path.getFileName().toString().contains(".")) {
            return Note.fault(text + ": this is a file; name a folder.");
        }
        boolean run = Refusals.RUN_FOLDER.equals(item.getWidgetStyle());
        return run && Files.exists(path)
                ? Note.fact("exists: what was done there with the same inputs is kept")
                : Note.NONE;
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new RefusedException(text, "this is not a path", "check it for odd characters");
        }
    }
}
