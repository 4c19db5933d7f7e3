namespace ImageGeneration.Cli.Progress;

/// <summary>Writes a line for each new step: for files, pipes and logs.</summary>
internal sealed class PlainProgress(TextWriter error) : IProgress<GenerationProgress>
{
    private readonly Lock _lock = new();
    private string? _last;

    public void Report(GenerationProgress value)
    {
        var line = ProgressText.Format(value);
        lock (_lock)
        {
            if (line != _last)
            {
                _last = line;
                error.WriteLine(line);
            }
        }
    }
}
