package org.coverslip.dialog;

import ij.gui.GenericDialog;
import java.awt.Button;
import java.awt.Component;
import java.awt.EventQueue;
import java.awt.Font;
import java.awt.GridLayout;
import java.awt.Panel;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.util.Map;
import java.util.Optional;
import org.scijava.module.Module;

/**
 * Asks for the inputs of a command in ImageJ's own kind of dialog, the same in Fiji and in plain
 * ImageJ. Beside each field stands what is wrong with it, or what it is; OK waits until nothing is
 * wrong. The last lines say what the field means and what will be done.
 */
public final class CommandDialog {

    private final CommandForm form;
    private final GenericDialog dialog;
    private final FieldPanel fields;
    private final NoteLine help;
    private final NoteLine plan;
    private final Forecast forecast;

    private CommandDialog(CommandForm form) {
        this.form = form;
        dialog = new GenericDialog(OwnCommands.title(form.command()));
        Font font = dialog.getFont() == null ? new Font("SansSerif", 0, 12) : dialog.getFont();
        Font small = font.deriveFont(Math.max(10f, font.getSize2D() - 1));
        fields = new FieldPanel(form, small, this::typed);
        help = new NoteLine(FieldPanel.WIDE, 2, small.deriveFont(Font.ITALIC));
        plan = new NoteLine(FieldPanel.WIDE, 2, small);
        forecast = new Forecast(form, () -> EventQueue.invokeLater(this::refresh));
    }

    /**
     * Shows the dialog for the inputs of a module that are not resolved yet, and waits.
     *
     * @return the values by field name; empty if the user left it
     */
    public static Optional<Map<String, Object>> ask(Module module) {
        CommandForm form = CommandForm.of(module);
        if (form.fields().isEmpty()) return Optional.of(Map.of());
        return new CommandDialog(form).show();
    }

    private Optional<Map<String, Object>> show() {
        fields.rows().forEach(this::listen);
        dialog.addPanel(fields.panel());
        dialog.addPanel(lines());
        dialog.addHelp(HelpPage.of(form));
        // NB: the Recorder takes the inputs from the command, not from this dialog's own fields.
        try (forecast) {
            EventQueue.invokeLater(this::refresh);
            forecast.later();
            dialog.showDialog();
        }
        return dialog.wasCanceled() ? Optional.empty() : Optional.of(form.values());
    }

    private Panel lines() {
        Panel panel = new Panel(new GridLayout(2, 1));
        panel.add(help);
        panel.add(plan);
        return panel;
    }

    private void listen(FieldRow row) {
        Component input = row.input();
        // NB: Escape and Enter are handled by the dialog's own listener.
        input.addKeyListener(dialog);
        input.addFocusListener(
                new FocusAdapter() {
                    @Override
                    public void focusGained(FocusEvent e) {
                        help.show(Note.fact(row.field().label() + ": " + row.field().help()));
                    }
                });
    }

    private void typed(Field field, String text) {
        form.set(field.key(), text);
        forecast.later();
        refresh();
    }

    private void refresh() {
        Note fault = fields.refresh();
        plan.show(fault.fault() ? fault : form.plan());
        Button[] buttons = dialog.getButtons();
        if (buttons.length > 0 && buttons[0] != null) buttons[0].setEnabled(form.isReady());
    }
}
