package org.coverslip.dialog;

import java.awt.BorderLayout;
import java.awt.Button;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Color;
import java.awt.Component;
import java.awt.FlowLayout;
import java.awt.Panel;
import java.awt.TextField;
import java.io.File;
import java.util.List;
import java.util.function.Consumer;
import javax.swing.JFileChooser;

/** The components of one input: what it is filled in with, a button to browse for a path. */
final class FieldRow {

    private static final int PATH_COLUMNS = 52;
    private static final int TEXT_COLUMNS = 24;
    private static final int NUMBER_COLUMNS = 8;
    private static final Color FAULT = new Color(255, 226, 226);

    private final Field field;
    private final Consumer<String> typed;
    private Component input;
    private List<String> choices = List.of();

    /**
     * @param typed called with each new text
     */
    FieldRow(Field field, String text, List<String> choices, Consumer<String> typed) {
        this.field = field;
        this.typed = typed;
        this.choices = choices;
        this.input = make(text);
        input.setName(field.key());
    }

    Field field() {
        return field;
    }

    /** What takes the keyboard's focus. */
    Component input() {
        return input;
    }

    /** What stands in the dialog: the input, with its button if it is a path. */
    Component component() {
        if (!field.kind().isPath()) return input;
        Panel both = new Panel(new BorderLayout(4, 0));
        both.add(input, BorderLayout.CENTER);
        Button browse = new Button("Browse...");
        browse.addActionListener(e -> browse());
        Panel right = new Panel(new FlowLayout(FlowLayout.LEFT, 0, 0));
        right.add(browse);
        both.add(right, BorderLayout.EAST);
        return both;
    }

    /** Marks or clears it. */
    void mark(boolean fault) {
        if (input instanceof TextField) input.setBackground(fault ? FAULT : Color.WHITE);
    }

    /** Offers other choices, and keeps the chosen one if it is among them. */
    void offer(List<String> offered) {
        if (!(input instanceof Choice list) || offered.equals(choices) || offered.isEmpty()) return;
        choices = offered;
        String chosen = list.getSelectedItem();
        list.removeAll();
        offered.forEach(list::add);
        if (offered.contains(chosen)) list.select(chosen);
        typed.accept(list.getSelectedItem());
    }

    private Component make(String text) {
        switch (field.kind()) {
            case FLAG -> {
                Checkbox box = new Checkbox("", Boolean.parseBoolean(text));
                box.addItemListener(e -> typed.accept(String.valueOf(box.getState())));
                return box;
            }
            case CHOICE -> {
                Choice list = new Choice();
                if (choices.isEmpty()) list.add(text);
                choices.forEach(list::add);
                list.select(text);
                list.addItemListener(e -> typed.accept(list.getSelectedItem()));
                return list;
            }
            default -> {
                TextField line = new TextField(text, columns());
                line.addTextListener(e -> typed.accept(line.getText()));
                return line;
            }
        }
    }

    private int columns() {
        if (field.kind().isPath()) return PATH_COLUMNS;
        return field.kind() == FieldKind.NUMBER ? NUMBER_COLUMNS : TEXT_COLUMNS;
    }

    private void browse() {
        TextField line = (TextField) input;
        JFileChooser chooser = new JFileChooser();
        chooser.setDialogTitle(field.label());
        chooser.setFileSelectionMode(
                field.kind() == FieldKind.PATH
                        ? JFileChooser.FILES_AND_DIRECTORIES
                        : JFileChooser.DIRECTORIES_ONLY);
        if (!line.getText().isBlank()) chooser.setSelectedFile(new File(line.getText()));
        if (chooser.showOpenDialog(line) == JFileChooser.APPROVE_OPTION) {
            line.setText(chooser.getSelectedFile().getPath());
        }
    }
}
