namespace AdaptiveProvider.Tests;

public sealed class AdaptiveModelNameTests
{
    [Theory]
    [InlineData("/models/tiny", "tiny")]
    [InlineData("/models/tiny/", "tiny")]
    [InlineData("/cache/models--org--tiny/snapshots/0123456789abcdef0123456789abcdef01234567", "org/tiny")]
    [InlineData("/cache/models--tiny/snapshots/main/", "tiny")]
    [InlineData("/cache/snapshots/main", "main")]
    [InlineData("/", "")]
    public void NameOf_Folder_IsItsNameOrThatOfTheCachedRepository(string folder, string expected) => Assert.Equal(expected, AdaptiveModel.NameOf(folder));
}
