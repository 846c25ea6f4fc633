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
        <source>A run on this site did not end (%n episode(s)).</source>
        <translation>
            <numerusform>A run on this site did not end (%n episode).</numerusform>
            <numerusform>A run on this site did not end (%n episodes).</numerusform>
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
        <source>%n page(s) seen so far.</source>
        <translation>
            <numerusform>%n page seen so far.</numerusform>
            <numerusform>%n pages seen so far.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Entropy {nats} nats over %n token(s)</source>
        <translation>
            <numerusform>Entropy {nats} nats over %n token</numerusform>
            <numerusform>Entropy {nats} nats over %n tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Why reject %n task(s)?</source>
        <translation>
            <numerusform>Why reject %n task?</numerusform>
            <numerusform>Why reject %n tasks?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>flag %n task(s)</source>
        <translation>
            <numerusform>flag %n task</numerusform>
            <numerusform>flag %n tasks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>take the flag off %n task(s)</source>
        <translation>
            <numerusform>take the flag off %n task</numerusform>
            <numerusform>take the flag off %n tasks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Flagged %n task(s).</source>
        <translation>
            <numerusform>Flagged %n task.</numerusform>
            <numerusform>Flagged %n tasks.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No flag on %n task(s) any more.</source>
        <translation>
            <numerusform>No flag on %n task any more.</numerusform>
            <numerusform>No flag on %n tasks any more.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Approved %n task(s). Ctrl+Z takes it back.</source>
        <translation>
            <numerusform>Approved %n task. Ctrl+Z takes it back.</numerusform>
            <numerusform>Approved %n tasks. Ctrl+Z takes it back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rejected %n task(s). Ctrl+Z takes it back.</source>
        <translation>
            <numerusform>Rejected %n task. Ctrl+Z takes it back.</numerusform>
            <numerusform>Rejected %n tasks. Ctrl+Z takes it back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Changed %n task(s). Ctrl+Z takes it back.</source>
        <translation>
            <numerusform>Changed %n task. Ctrl+Z takes it back.</numerusform>
            <numerusform>Changed %n tasks. Ctrl+Z takes it back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The search or a filter hides the %n task(s) that wait(s).</source>
        <translation>
            <numerusform>The search or a filter hides the %n task that waits.</numerusform>
            <numerusform>The search or a filter hides the %n tasks that wait.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Why reject all %n task(s) that match?</source>
        <translation>
            <numerusform>Why reject the %n task that matches?</numerusform>
            <numerusform>Why reject all %n tasks that match?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Approved %n task(s) by your rule.</source>
        <translation>
            <numerusform>Approved %n task by your rule.</numerusform>
            <numerusform>Approved %n tasks by your rule.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Approve the %n that wait(s) and those to come?</source>
        <translation>
            <numerusform>Approve the %n that waits and those to come?</numerusform>
            <numerusform>Approve the %n that wait and those to come?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{evaluator} could not tell %n episode(s) that you decided.</source>
        <translation>
            <numerusform>{evaluator} could not tell %n episode that you decided.</numerusform>
            <numerusform>{evaluator} could not tell %n episodes that you decided.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n step</numerusform>
            <numerusform>%n steps</numerusform>
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
    <message numerus="yes">
        <source>You overruled the judge %n time(s).</source>
        <translation>
            <numerusform>You overruled the judge once.</numerusform>
            <numerusform>You overruled the judge %n times.</numerusform>
        </translation>
    </message>
</context>
</TS>
