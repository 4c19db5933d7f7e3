namespace ImageGeneration.IntegrationTests.Cli;

/// <summary>A writer that presses Ctrl-C when a word is written.</summary>
internal sealed class TripWire(string word, CancellationTokenSource interrupted) : StringWriter
{
    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        if (value?.Contains(word, StringComparison.Ordinal) == true)
        {
            interrupted.CancelAsync();
        }
    }
}
