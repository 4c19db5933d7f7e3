namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Specifies what a name says about its value.</summary>
internal enum OutputNameKind
{
    /// <summary>Nothing: <c>url</c>, <c>data</c>, <c>result</c>. The enclosing name decides.</summary>
    Neutral,

    /// <summary>An image: <c>image_url</c>, <c>pictures</c>.</summary>
    Image,

    /// <summary>Something unknown: <c>model_url</c>, <c>foo</c>.</summary>
    Unknown,

    /// <summary>An image that is no result: <c>mask</c>, <c>thumbnail</c>, <c>grid</c>.</summary>
    Helper,

    /// <summary>The worker's input, or an error: <c>input</c>, <c>parameters</c>, <c>traceback</c>.</summary>
    Never,
}
