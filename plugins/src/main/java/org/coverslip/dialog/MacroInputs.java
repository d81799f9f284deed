package org.coverslip.dialog;

import ij.IJ;
import ij.Macro;
import java.util.Map;
import org.coverslip.RefusedException;
import org.coverslip.keys.InputKeys;
import org.coverslip.keys.MacroOptions;
import org.coverslip.plugins.CommandRun;
import org.coverslip.plugins.MessageLines;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Plugin;
import org.scijava.widget.InputHarvester;

/**
 * Fills the inputs of a Coverslip command in Fiji where nobody is asked: from a macro, and without
 * a display. What a line does not say has its declared default.
 *
 * <p>NB: SciJava itself passes over unknown keys, reads {@code batch=abc} as 0 and a bare {@code
 * trust} as false, and fills what was not given with the values of the last dialog, on any day and
 * in any window; each of these would be a silent default. Runs before the remembered values are
 * loaded.
 */
@Plugin(type = PreprocessorPlugin.class, priority = InputHarvester.PRIORITY + 2)
public final class MacroInputs extends AbstractPreprocessorPlugin {

    @Override
    public void process(Module module) {
        if (!OwnCommands.contain(module)) return;
        String options = IJ.isMacro() ? Macro.getOptions() : null;
        // NB: in ImageJ, run("X...") without options is how a macro opens the dialog of X.
        boolean given = options != null && !options.isBlank();
        if (!given && OwnCommands.canAsk()) return;
        try {
            Map<String, String> texts = MacroOptions.parse(options);
            setTexts(module, texts);
            InputKeys.read(module.getInfo(), texts).forEach(module::setInput);
            for (ModuleItem<?> input : InputKeys.of(module.getInfo()).values()) {
                if (!module.isInputResolved(input.getName())) module.resolveInput(input.getName());
            }
        } catch (RefusedException e) {
            module.setOutput("failed", CommandRun.REFUSED);
            cancel(MessageLines.of(e.getMessage()));
        }
    }

    /** So that a refusal of another input knows the output folder. */
    private static void setTexts(Module module, Map<String, String> texts) {
        InputKeys.of(module.getInfo())
                .forEach(
                        (key, input) -> {
                            boolean text = input.getType() == String.class;
                            if (text && texts.containsKey(key)) {
                                module.setInput(input.getName(), texts.get(key));
                            }
                        });
    }
}
