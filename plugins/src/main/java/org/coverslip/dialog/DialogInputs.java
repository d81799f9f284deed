package org.coverslip.dialog;

import ij.IJ;
import java.util.Map;
import java.util.Optional;
import org.scijava.module.Module;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Plugin;
import org.scijava.widget.InputHarvester;

/**
 * Shows Coverslip's own dialog in Fiji, after the remembered values are loaded and before SciJava
 * would show its own. What is filled here, Fiji remembers and records as usual.
 *
 * <p>NB: SciJava's Swing dialogs (scijava-ui-swing 1.1) show a fault as a red border with a tool
 * tip, have no button to browse where the input is text, which optional paths must be, and do not
 * exist in plain ImageJ.
 */
@Plugin(type = PreprocessorPlugin.class, priority = InputHarvester.PRIORITY + 0.5)
public final class DialogInputs extends AbstractPreprocessorPlugin {

    @Override
    public void process(Module module) {
        if (!OwnCommands.contain(module) || !OwnCommands.canAsk()) return;
        Optional<Map<String, Object>> answers = CommandDialog.ask(module);
        if (answers.isEmpty()) {
            IJ.showStatus("");
            cancel(null);
            return;
        }
        answers.get()
                .forEach(
                        (name, value) -> {
                            module.setInput(name, value);
                            module.resolveInput(name);
                        });
    }
}
