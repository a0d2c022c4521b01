import { staffPaths } from '../staff-paths.ts'
import { CampaignNav } from './campaign-nav.tsx'
import type { PhotosData } from './desk-data.ts'
import { Frame } from './frame.tsx'
import type { IntakeProps } from './import-page.tsx'

/** Many pictures at once, by their file names. The browser makes the sizes; without script each nominee's page takes one. */
export function PhotosPage({ site, staff, campaign }: IntakeProps) {
  const { slug, categories, nominees } = campaign
  const persons = new Set(categories.filter(({ kind }) => kind !== 'organization').map(({ key }) => key))
  const data: PhotosData = {
    slug,
    nominees: nominees.map(({ number, name, category, hasPhoto }) => ({ number, name, person: persons.has(category), hasPhoto })),
  }
  return (
    <Frame site={site} staff={staff} title={`批量上传照片 · ${campaign.shortTitle}`} sheets={['desk']} scripts={['photos']}>
      <CampaignNav campaign={campaign} staff={staff} here="nominees" />
      <div class="card">
        <p class="back no-print">
          <a href={staffPaths.nominees(slug)}>‹ 全部候选对象</a>
        </p>
        <h1>批量上传照片</h1>
        <p class="soft">
          文件名用姓名或编号，例如 张明.jpg 或 12.jpg。JPG、PNG 或 WebP，至少 413×626 像素，10 MB
          以内。照片在您的电脑上缩小、转正，拍摄地点等信息不会上传。
        </p>
      </div>
      <div id="photos" data-photos={JSON.stringify(data)}>
        <p class="card note">
          批量上传需要浏览器运行脚本，现在没有运行。可以在<a href={staffPaths.nominees(slug)}>每个候选对象的页面</a>
          里一张一张上传。
        </p>
      </div>
    </Frame>
  )
}
