namespace ImageGeneration.IntegrationTests.Cli;

/// <summary>A writer that tells what was written when it is flushed for the first time.</summary>
internal sealed class FirstWords : StringWriter
{
    private readonly TaskCompletionSource<string> _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Comes within the limit of a test, or not at all.</summary>
    public Task<string> Written => _written.Task.WaitAsync(TimeSpan.FromMinutes(2));

    public override void Flush() => _written.TrySetResult(ToString());
}
