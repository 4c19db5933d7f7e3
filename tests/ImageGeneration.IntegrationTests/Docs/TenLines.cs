namespace ImageGeneration.IntegrationTests.Docs;

/// <summary>The README's first lines as a program: this assembly, run by itself.</summary>
internal static class TenLines
{
    public static Task Main() => Snippets.TenLinesAsync(static _ => { });
}
