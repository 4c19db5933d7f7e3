namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>What a name says about what it stands for.</summary>
internal enum OutputNameKind
{
    /// <summary>Nothing: <c>url</c>, <c>data</c>, <c>result</c>. It is what the name around it says.</summary>
    Neutral,

    /// <summary>A picture: <c>image_url</c>, <c>pictures</c>.</summary>
    Picture,

    /// <summary>Something, and who knows what: <c>model_url</c>, <c>foo</c>.</summary>
    Unknown,

    /// <summary>A picture that is no result: <c>mask</c>, <c>thumbnail</c>, <c>grid</c>.</summary>
    Helper,

    /// <summary>What the worker was given, or an error: <c>input</c>, <c>parameters</c>, <c>traceback</c>.</summary>
    Never,
}
