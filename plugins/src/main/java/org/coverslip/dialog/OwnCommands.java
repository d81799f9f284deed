package org.coverslip.dialog;

import ij.IJ;
import java.awt.GraphicsEnvironment;
import java.util.LinkedHashMap;
import java.util.Map;
import org.coverslip.keys.InputKeys;
import org.scijava.module.Module;
import org.scijava.module.ModuleInfo;

/** Tells Coverslip's commands from those of others, and who is running them. */
final class OwnCommands {

    private static final String PACKAGE = "org.coverslip.";

    private OwnCommands() {}

    static boolean contain(Module module) {
        String name = module.getInfo().getDelegateClassName();
        return name != null && name.startsWith(PACKAGE);
    }

    /** Whether somebody sits in front of ImageJ who can be asked. */
    static boolean canAsk() {
        return !GraphicsEnvironment.isHeadless() && IJ.getInstance() != null;
    }

    /** What stands in the menu, without the dots: also the name of the command's task. */
    static String title(ModuleInfo command) {
        var leaf = command.getMenuPath() == null ? null : command.getMenuPath().getLeaf();
        return leaf == null ? command.getName() : leaf.getName().replace("...", "").strip();
    }

    /** The inputs as text, by key. */
    static Map<String, String> texts(Module module) {
        Map<String, String> texts = new LinkedHashMap<>();
        InputKeys.of(module.getInfo())
                .forEach(
                        (key, item) -> {
                            Object value = module.getInput(item.getName());
                            texts.put(key, value == null ? "" : value.toString());
                        });
        return texts;
    }
}
