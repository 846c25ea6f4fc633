<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name></name>
    <message numerus="yes">
        <source>%n task(s) to approve or reject</source>
        <translation>
            <numerusform>%n task to approve or reject</numerusform>
            <numerusform>%n tasks to approve or reject</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>approve %n task(s)</source>
        <translation>
            <numerusform>approve %n task</numerusform>
            <numerusform>approve %n tasks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>reject %n task(s)</source>
        <translation>
            <numerusform>reject %n task</numerusform>
            <numerusform>reject %n tasks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>change %n task(s)</source>
        <translation>
            <numerusform>change %n task</numerusform>
            <numerusform>change %n tasks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No NVIDIA GPU: models run on the CPU (%n core(s)), which suits small ones.</source>
        <translation>
            <numerusform>No NVIDIA GPU: models run on the CPU (%n core), which suits small ones.</numerusform>
            <numerusform>No NVIDIA GPU: models run on the CPU (%n cores), which suits small ones.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) ago</source>
        <translation>
            <numerusform>%n minute ago</numerusform>
            <numerusform>%n minutes ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s) ago</source>
        <translation>
            <numerusform>%n hour ago</numerusform>
            <numerusform>%n hours ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n run</numerusform>
            <numerusform>%n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n episode(s)</source>
        <translation>
            <numerusform>%n episode</numerusform>
            <numerusform>%n episodes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changed</source>
        <translation>
            <numerusform>%n changed</numerusform>
            <numerusform>%n changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n task(s)</source>
        <translation>
            <numerusform>%n task</numerusform>
            <numerusform>%n tasks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n update(s)</source>
        <translation>
            <numerusform>%n update</numerusform>
            <numerusform>%n updates</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) wait(s) for you.</source>
        <translation>
            <numerusform>%n task waits for you.</numerusform>
            <numerusform>%n tasks wait for you.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n demonstration(s) of yours: learned from before the explorer&apos;s path.</source>
        <translation>
            <numerusform>%n demonstration of yours: learned from before the explorer&apos;s path.</numerusform>
            <numerusform>%n demonstrations of yours: learned from before the explorer&apos;s path.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Replayed the whole path: %n step(s).</source>
        <translation>
            <numerusform>Replayed the whole path: %n step.</numerusform>
            <numerusform>Replayed the whole path: %n steps.</numerusform>
        </translation>
    </message>
</context>
</TS>
